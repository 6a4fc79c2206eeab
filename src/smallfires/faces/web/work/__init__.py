"""Long work: done in a process of its own, never in the server's, and looked after until it ends.

piece      what a piece of work is, and how it ends
status     how far it has come, as everybody may be told
shelf      all pieces of work, in files, so that they outlive the server and several servers see them
child      does one piece, in a process of its own
crew       starts what waits, a few at a time, and notices what died
deed       a long deed as a piece of work
result     what came of it, kept in files

To have something done, from a form or from REST::

    piece = DeedWork(deed.key, slug, values, seen)   # for a long deed; seen=None where nobody says what they saw
    work = board.crew.begin(errand(visitor, deed.says, key=deed.key, back=page, typed=texts), piece)
    status = board.crew.wait(work, 3.0)       # comes back earlier where it ended earlier
    status.state, status.stage, status.share  # waiting (status.place in line), running, done, failed, stopped
    status.over                               # whether it ended; then status.end says how
    status.end.to                             # the address of what came of it
    status.end.trouble                        # where it failed: problem, way out, where, kind, and problems by field
    board.crew.told(work)                     # the record that a deed gave, as JSON text; None where there is none

A form answers 303 to ``/work/{id}``, which leads on by itself: to the result, or back to ``errand.back`` with ``?work={id}``
added, where the page takes what was typed and what is wrong out of ``board.crew.of(visitor, id)``. REST answers 202 with the
address of the work, or at once where ``wait`` has found the end. ``begin`` raises ``NotYet`` where somebody has too much waiting.
"""
