"""The promises that each kind of component makes, and how they are put to the test."""
