"""The clauses of PDF/UA-1 and PDF/A-2a, checked on the file itself."""
