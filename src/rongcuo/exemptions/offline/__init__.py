"""What runs without Rongcuo: a single file of the standard library, handed out beside a receipt."""
