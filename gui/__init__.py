"""The window: PySide6 over ``core``; imports run one way only.

::

    __main__, app       start, crash boundary, first painted window
    window              wiring only
    actions             the commands: id, text, shortcut, call, enabled
    files, units        ways to put a report in front: new, open, another year; the units on this PC as a menu
    pages/              one tab, one file; the cover has the year's steps and last year's data
    ladder              the steps of the year and what is left at each; ladder_card: shown; day_line: a day
    last_year_file      last year's report out of a file, looked at first; last_year_paper: typed from paper
    nothing_received    本年未收到申请: one question, then sentences
    tables/             the official grids: model, delegate, view, headings
    findings_panel      what does not add up; finding_card: one finding, with why (its explanation) and quotes
                        (its words); finding_filters and finding_groups: what is shown; verdict_words: what is
                        said; comparison_card: the key figures beside last year's
    help_panel          help on the current place, search, the county's file; help_view: one text as labelled
                        parts; help_card: two lines under a table; help_words: how it is said
    history_panel       what was done, newest first, and the ways back; history_parts, history_words
    compare_view        over the pages: two states compared, or an earlier one; paper: to write on
    notes_panel         where figures and sentences came from; note_box: where it is written
    two_lines, roomy    a list of thousands of rows; a panel that scrolls where the window is low
    flow, wrap_button   parts and words that go on in the next line where the room ends
    fields, prose       a line to type in and a box for paragraphs, with the window's undo
    dialogs/            the few questions that need a window of their own
    jobs                long work from a snapshot, one after another; cancel
    bridge              the session's events as Qt signals; UTF-16 and code points
    style, words        colours, measures, and the few texts used in more than one place
"""
