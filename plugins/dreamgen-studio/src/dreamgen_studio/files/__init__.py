"""What visitors brought, and what was made for them: kept in one folder."""
