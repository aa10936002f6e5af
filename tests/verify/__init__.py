"""The live site held against the files: real servers, a real certificate, and servers that mean ill."""
