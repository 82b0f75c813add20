# Reads pictures with rapidocr on one thread: reference.py PICTURE... A JSON line each: the lines of text, and the seconds of
# processor time that reading took.
import json, os, resource, sys
os.environ["OMP_NUM_THREADS"] = "1"
import cv2
from rapidocr import RapidOCR

cv2.setNumThreads(1)
engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1, "Global.log_level": "error"})


def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


for path in sys.argv[1:]:
    picture = cv2.imread(path, cv2.IMREAD_COLOR)
    before = spent()
    got = engine(picture)
    print(json.dumps({"cpu": spent() - before, "lines": list(got.txts or ())}), flush=True)
