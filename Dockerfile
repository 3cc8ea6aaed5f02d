# syntax=docker/dockerfile:1
# dreamgen with its studio:
#   docker build -t dreamgen .
#   docker run --rm -p 8765:8765 -v dreams:/dreams dreamgen
# It prints an address with a token; put localhost in the place of its host.
# For NVIDIA GPUs: docker build --build-arg TORCH=cu128 -t dreamgen . and docker run --gpus all ...
# Any other command: docker run --rm -v "$PWD:/dreams" dreamgen render photo.jpg -o dream.png

ARG PYTHON=3.12
FROM python:${PYTHON}-slim AS wheels
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . plugins/dreamgen-plots plugins/dreamgen-studio

FROM python:${PYTHON}-slim
ARG TORCH=cpu
RUN pip install --no-cache-dir --index-url "https://download.pytorch.org/whl/${TORCH}" torch torchvision
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir /wheels/*.whl "av>=14" "opencv-python-headless>=4.10"

RUN useradd --create-home --uid 1000 dreamer \
    && install --directory --owner=dreamer /dreams
USER dreamer
WORKDIR /dreams
VOLUME /dreams
ENV PYTHONUNBUFFERED=1 OMP_WAIT_POLICY=PASSIVE
EXPOSE 8765
HEALTHCHECK --start-period=60s \
    CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8765), 3)"]
ENTRYPOINT ["dreamgen"]
CMD ["studio", "--share-on", "0.0.0.0", "--port", "8765", "--folder", "/dreams", "--no-browser"]
