from __future__ import annotations

import pytest
from tests.faces.web.board.asking import text
from tests.faces.web.board.sources.bringing import a_desk, bring, settled
from tests.faces.web.serving import serving

LOG = "case,activity,end\n"
KINDS = {
    "duplicate rows": (LOG + "1,a,2025-01-06 10:00\n" * 3 + "1,b,2025-01-06 11:00\n2,a,2025-01-07 09:00\n", "5 rows"),
    "mixed zones": (
        LOG + "1,a,2025-01-06T10:00:00+01:00\n1,b,2025-01-06T11:00:00Z\n2,a,2025-01-06T12:00:00+05:30\n",
        "06:30",
    ),
    "some without a zone": (
        LOG + "1,a,2025-01-06T10:00:00+01:00\n1,b,2025-01-06T11:00:00\n2,a,2025-01-07T09:00:00\n",
        "A log of work",
    ),
    "no line at its end": (LOG + "1,a,2025-01-06\n1,b,2025-01-07\n2,a,2025-01-08", "3 rows"),
    "blank lines": (LOG + "\n1,a,2025-01-06\n\n1,b,2025-01-07\n2,a,2025-01-08\n\n", "3 rows"),
    "a value too many": (LOG + "1,a,2025-01-06\n1,b,2025-01-07,more\n", "The row has 4 values, and the header has 3."),
    "a quote never closed": (LOG + '1,"a,2025-01-06\n1,b,2025-01-07\n', "quote"),
    "two columns of one name": (
        "case,case,activity,end\n1,x,a,2025-01-06\n1,x,b,2025-01-07\n2,y,a,2025-01-08\n",
        "case (2)",
    ),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with serving(a_desk(tmp_path_factory.mktemp("ward")), board=True) as client:
        yield client


@pytest.mark.parametrize("kind", KINDS)
def test_files_as_people_have_them(client, kind):
    """Whatever is odd in a file, it is shown as it is, or said in plain words."""
    content, said = KINDS[kind]
    page = settled(client, client.get(bring(client, "log.csv", content).headers["location"]))
    assert page.status_code == 200
    assert said in text(page)


def test_a_hundred_thousand_rows_are_looked_at_in_a_process_of_their_own(client):
    """A long file is counted to its last row; the board answers meanwhile."""
    rows = "".join(f"{n // 4},step {n % 4},2025-01-{1 + n % 28:02d} 10:00\n" for n in range(100_000))
    opened = client.get(bring(client, "long.csv", LOG + rows).headers["location"])
    assert opened.status_code == 303
    assert client.get("/").status_code == 200
    assert "100,000 rows" in text(settled(client, opened))
