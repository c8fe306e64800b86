"""Research works to counts: keyword rules, the matcher, works in OpenAlex's format, counts by economy and year."""
