"""What a text states as typed values: codes and days."""
