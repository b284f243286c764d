# nec4j with all that it needs, built from this checkout:
#
#   docker build -t nec4j .
#   docker run --rm -v "$PWD/experiments/runs:/nec4j/experiments/runs" nec4j train configs/quickstart.conf
#   docker run --rm --entrypoint ./mvnw nec4j verify
#
# The first is what ./nec4j does, the second builds and tests everything; both are README's two commands.
FROM eclipse-temurin:17-jdk

# What the launcher and the Maven wrapper call; the image's own bash, sed, grep and findutils do the rest.
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl git unzip \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /nec4j
COPY . .

# Builds, and fetches the libraries once, into the image; the native library is the one of the machine that builds it.
RUN ./nec4j --version

ENTRYPOINT ["./nec4j"]
CMD ["--help"]
