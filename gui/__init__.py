"""The window: PySide6 over ``core``; imports run one way only.

::

    __main__, app       start, crash boundary, first painted window; painted: what waits for a first painting
    window              wiring only; commands: everything a person can ask for; actions: ids, keys, calls
    topbar, tabs, foot, notice, side     the bars, and the area beside the page; beside: its panels
    pages/              one tab, one file; stack builds them; last_year lies behind the first
    tables/             the official grids: model, delegate, view, headings, selection, exchange (clipboard)
    ladder, ladder_card the year's steps; nothing_received, sentences_card, last_year_file, last_year_paper,
                        day_line
    section_text        a text with its marks: prose, marks, paper, text_before (last year beside),
                        offers_button, fee_fields; preamble_card: the one on the cover
    findings_panel      what does not add up; finding_card, finding_filters, finding_groups, why, quotes,
                        comparison_card, verdict_words
    help_panel          help on the current place: help_card, help_view, help_words
    guides              使用手册 and 快速上手: guide_window, guide_page
    find_panel, jumps   a word or figure anywhere, and the way back
    history_panel       the journal; compare_view: two states side by side; notes_panel, note_box
    signing             送审, 签发, comparing with a draft, paper: draft_chip, draft_strip, draft_words
    printing            pages to a printer: print_job, page_pictures
    sheets              pages under one another on the screen; sheet: one of them
    exporting           documents to a folder; export_words: what each is called
    whereabouts         recovered, written back or not, changed elsewhere: place_line, place_words
    opening             a file that does not open just like that; second_start: one window comes forward
    safekeeping         backups, the copy on a stick, check-up, diagnostics: backup_words, stick, diagnostics
    history_clearing    what was written by mistake goes from the history
    tour                the walk at the first start
    fields, flow, two_lines, roomy, wrap_button     parts that several of them use
    dialogs/            the few questions that need a window of their own
    jobs                long work from a snapshot, one after another; progress, cancel
    bridge              the session's events as Qt signals; UTF-16 and code points
    style               colours by day and night, measures at every zoom
    settings, files, units, states              what is remembered; opening and saving; how each tab stands
"""
