"""The program while it is killed, and on disks that are full or locked, in numbers that are set from outside."""
