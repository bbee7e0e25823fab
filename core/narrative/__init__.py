"""The prose of a report: what stands in its texts, told with places, without judging it.

Everything here is a pure function of texts and words; offsets are code points. What is found per paragraph is
remembered, so that a key costs no more than its own paragraph. The checks on texts say what it means.

::

    stretches      paragraphs, sentences and hits with their places; full-width digits made plain
    units          the short names of a unit, other units named as the subject
    years          years beside a subject, statistical periods, years that are none
    placeholders   what a template leaves behind
    slips          doubled words and marks, half-width marks, unfinished ends
    documents      numbers of documents and the titles they stand with
    topics         aspects that are named, passages about something else
    privacy        identity numbers, mobile numbers, bank cards, names of applicants
    similarity     what was copied from another text, numbers and names masked
    quantities     the numbers of a text, as far as they may change from year to year
    offers         sentences the report's own figures support
    fees           the fee fields as numbers, beside the table's amount
"""
