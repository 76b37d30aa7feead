"""Commands that check, compare, cite, change and renew the data."""
