"""An invented country, to prove that what is particular to a dispute is data."""
