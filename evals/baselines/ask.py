"""One question through sentence-transformers and Chroma: `ask.py FOLDER QUESTION`."""

import sys
from pathlib import Path


def main(folder: Path, question: str) -> None:
    """Print the nearest chunks of the folder that `build.py` made."""
    import chromadb
    from sentence_transformers import SentenceTransformer

    from ingest.embed import model_folder

    model = SentenceTransformer(str(model_folder()), device="cpu")
    collection = chromadb.PersistentClient(str(folder)).get_collection("langchain", embedding_function=None)
    found = collection.query(query_embeddings=model.encode([question]), n_results=5)
    print(found["documents"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
