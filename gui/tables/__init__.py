"""The official grids on screen.

::

    view        the table: movement, keys, menu, layout      delegate    the one editor
    model       Qt's model over the session                  look        what one cell shows now
    header      headings that stay, and the corner           body        all figures in one painting
    labels      printed labels: lines and painting           paint       one figure: colours and signs
    plan        the grid: body, spans, where arrows lead     measure     widths and heights
    letters     fonts at one zoom                            words       what is said about a cell
    selection   rectangles of figures, what a label names    exchange    copying, cutting, pasting
    menu        what can be done with a figure               paste_card  what a paste would do, asked first
    unlock_card why a carried-over figure is changed         carry_offer filling what was carried over
    paste_lines the lines of the paste card, as a model
"""
