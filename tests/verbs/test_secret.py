"""No password stands in a file of the workspace."""

from __future__ import annotations

import pytest

from smallfires.errors import UsageError
from smallfires.verbs.secret import without_password


@pytest.mark.parametrize(
    "address",
    ["postgresql://u:s3cret@h/n", "mysql://h/n?user=u&password=s3cret", "x://h/n?api_key=s3cret", "pg://u:s3cret@h:port/n",
     "postgresql://u:${A}s3cret@h/n"],
)  # fmt: skip
def test_a_password_is_refused_and_not_repeated(address):
    """Wherever it stands in the address; the way out is a variable."""
    with pytest.raises(UsageError, match="export PASSWORD") as found:
        without_password(address, "source")
    assert "s3cret" not in str(found.value)


@pytest.mark.parametrize(
    "address",
    ["weekly.csv", "C:\\data\\weekly.csv", "postgresql://u@h/n", "postgresql://u:${PASSWORD}@h/n", "x://h/n?token=${T}",
     "x://h/n?schema=ward"],
)  # fmt: skip
def test_what_has_none_goes_through(address):
    """Files, addresses without a password, and variables in its place."""
    assert without_password(address, "source") == address
