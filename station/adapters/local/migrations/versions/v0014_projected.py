"""What of stations' entries is in central's tables, what failed, and sums by day."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
