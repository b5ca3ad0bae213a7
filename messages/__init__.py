"""What is said: templates in Chinese and English, keyboards and pictures."""
