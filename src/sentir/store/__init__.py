"""Model files and run folders: written whole or not at all, hashed."""
