"""What libtorrent sees in .torrent files, one JSON line each; or makes one of a path, v1 or hybrid.

libtorrent_view.py show FILE...
libtorrent_view.py make PATH OUT PIECE_BYTES [hybrid]
"""
import json
import os
import sys

import libtorrent as lt

V1_ONLY = 1 << 6  # create_torrent::v1_only, which Debian's bindings do not name


def show(path):
    info = lt.torrent_info(path)
    files = info.files()
    is_pad = lambda i: bool(files.file_flags(i) & lt.file_flags_t.flag_pad_file)
    return {
        "info_hash": str(info.info_hashes().v1),
        "name": info.name(),
        "size": info.total_size(),
        "pieces": info.num_pieces(),
        "piece_size": info.piece_length(),
        "files": [
            {"path": files.file_path(i), "size": files.file_size(i)}
            for i in range(files.num_files())
            if not is_pad(i)
        ],
        "magnet": lt.make_magnet_uri(info),
    }


def make(path, out, piece, flags):
    storage = lt.file_storage()
    lt.add_files(storage, path)
    torrent = lt.create_torrent(storage, piece, flags)
    torrent.add_tracker("http://tracker.example/announce?a=1&b=2")
    lt.set_piece_hashes(torrent, os.path.dirname(os.path.abspath(path)))
    with open(out, "wb") as file:
        file.write(lt.bencode(torrent.generate()))


if sys.argv[1] == "show":
    for each in sys.argv[2:]:
        print(json.dumps(show(each)))
else:
    make(sys.argv[2], sys.argv[3], int(sys.argv[4]), 0 if "hybrid" in sys.argv[5:] else V1_ONLY)
