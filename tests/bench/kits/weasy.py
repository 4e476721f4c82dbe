# Prints the HTML files of a folder with WeasyPrint, in this process, the first
# COUNT and a warm-up before; prints processor time, pages and memory.
import logging
import pathlib
import resource
import sys
import time

import weasyprint

logging.getLogger("weasyprint").setLevel(logging.ERROR)
files = sorted(pathlib.Path(sys.argv[1]).glob("*.html"))
used = pages = size = 0
for number, file in enumerate(files[:int(sys.argv[2]) + 1]):
    start = time.process_time()
    document = weasyprint.HTML(filename=str(file)).render()
    pdf = document.write_pdf()
    if number == 0:
        continue
    used += time.process_time() - start
    pages += len(document.pages)
    size += len(pdf)
print(f"ms {used * 1000:.1f}\npages {pages}\nbytes {size}")
print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")
