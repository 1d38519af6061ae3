"""Drawing finished inspections for audits, and judging lots by what came of them."""
