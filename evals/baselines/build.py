"""LangChain's default splitter, HuggingFaceEmbeddings and Chroma over the texts of a file: `build.py TEXTS FOLDER`."""

import json
import sys
from pathlib import Path


def main(texts: Path, folder: Path) -> None:
    """Index every text of a JSONL file in a new Chroma folder, the way the tutorials do."""
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from ingest.embed import model_folder

    lines = [json.loads(line) for line in texts.read_text("utf-8").split("\n") if line]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.create_documents([line["text"] for line in lines], [{"source": line["source"]} for line in lines])
    embeddings = HuggingFaceEmbeddings(model_name=str(model_folder()))
    Chroma.from_documents(chunks, embeddings, persist_directory=str(folder))
    print(json.dumps({"vectors": len(chunks)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
