"""The report without a screen: form, values, checks, file, documents.

A line imports only lines below it (held by contracts in ``pyproject.toml``)::

    __main__            command line: prints, and ends the process
    checkup             is the file whole, the program in order: 资料体检
    commands            what each command does
    export              write, read back, compare
    session             the door: a unit file and the report in front; everything that changes goes through it
    pasting | importing what was copied, placed in a table; a stranger's document, read behind a wall
    drafting | restoring  rooms of the session: drafts made and signed; what a backup holds
    editing             one report being changed: steps recorded, checked, told, handed to be saved
    signoff             drafts: may they be signed, paper held against them, their sheets
    checks | readers | writers
    upkeep | newer      backups by themselves, journals verified; a newer version's file, for reading
    salvage             the years of a damaged file that can be trusted
    desk                where a document is worked on: in its place, or on a local copy
    workcopy            the local copy of what lies on a stick, a share or a disc
    saver | loading     the one writer thread, which owns the store; what is read when a report is opened
    store               one SQLite file per unit
    backup              the shelf of a file's backups; damaged files and what can take their place
    seal | dbfile       its content hash; a SQLite file as a document
    drafts              what was printed for signing, as the file keeps it
    holder | media      who has a document open; what it lies on
    timeline | clearing the journal as a person reads it; what should never have been in it
    compare             what differs between two states
    notes | checkcode   where figures and sentences came from; the code of what a report says
    checked | intake    the honest line: what was checked; what becomes of a value on its way in
    migrations          the file's schema and how an older one becomes today's
    history | basis     steps, undo and redo; what an explanation was written for
    narrative           prose: sentences, likeness, placeholders, privacy, sentences offered
    handbook | guide    help on rows, columns and texts; the user guide's chapters
    find                a word or figure anywhere
    past | key_figures  last year for this year's report; what sums a year up
    report | findings
    formfile | derive   TOML -> FormDef; totals
    places              what keys are called
    form                the official form as frozen data
    rules               what a form asks of a report, and offers to say
    faults              our own bugs: one sentence, the rest in the log file
    canonical | values | paths | safefile | days
    workbook            what the cells of our Excel files are called
    causes              what the system's errors mean
    oddities | windows  characters that do harm: refused or taken out; what is asked of Windows
    keys | errors | levels

``core`` knows no screen: it returns problems (findings) and raises refusals.
"""

VERSION = "0.1.0"  # of the program, as in pyproject.toml
NAME_AND_VERSION = f"公开年报 {VERSION}"  # as it is said to a person
