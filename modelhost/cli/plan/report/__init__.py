"""The plan as one HTML file that loads nothing from elsewhere, for a phone, a wide screen and paper."""
