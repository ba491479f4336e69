# SPDX-License-Identifier: MIT
"""What the lint rules look up: layers, doors, limits. Change the design first."""

# Which other directories of src/ a directory may include.
LAYERS = {
    "base": [],
    "text": ["base"],
    "yaml": ["base", "text"],
    "pki": ["base", "text"],
    "cel": ["base", "text"],
    "edit": ["base", "text", "yaml"],
    "model": ["base", "text", "yaml"],
    "net": ["base", "text", "pki"],
    "talos": ["base", "text", "yaml", "edit", "model"],
    "kube": ["base", "text", "yaml", "edit", "model", "pki"],
    "check": ["base", "text", "yaml", "edit", "model", "pki", "cel", "net", "talos",
              "kube"],
    "api": ["base", "text", "yaml", "edit", "model", "pki", "cel", "net", "talos", "kube",
            "check"],
    "cli": [],
}

# The rooms inside a layer, and which others each may include. Files of the layer itself
# may include all of them; of those they may include `FOYER` alone.
ROOMS = {
    "check": {
        "settings": [],
        "input": [],
        "node": ["input"],
        "authentication": ["input", "settings"],
        "rbac": ["input"],
        "kubeconfig": ["input"],
        "view": ["input"],
        "across": ["input", "rbac", "kubeconfig", "view"],
    },
}
FOYER = ["check/groups.h"]

# Single headers that a directory may include besides those.
EXTRA_INCLUDES = {"cli": ["base/attr.h"]}

# Public headers without behaviour, which every layer may include ...
VOCABULARY = ["talosauth/status.h", "talosauth/diag.h", "talosauth/settings.h",
              "talosauth/objects.h", "talosauth/validate.h"]
# ... and the layers that may include all of them.
SEES_PUBLIC = ["api", "cli"]

# Foreign headers and the only directories that may include them; the first match counts.
DOORS = [
    ("yaml.h", ["yaml"]),
    ("cyaml/*", ["model"]),
    ("openssl/ssl.h", ["pki", "net"]),
    ("openssl/err.h", ["pki", "net"]),
    ("openssl/*", ["pki"]),
    ("jansson.h", ["text", "pki"]),
    ("curl/*", ["net"]),
    ("sys/socket.h", ["net"]),
    ("netdb.h", ["net"]),
    ("netinet/*", ["net"]),
]

SYSTEM_HEADERS = set("""
    assert.h ctype.h errno.h float.h inttypes.h iso646.h limits.h locale.h math.h signal.h
    stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h
    stdnoreturn.h string.h threads.h time.h uchar.h wchar.h wctype.h
    arpa/inet.h dirent.h dlfcn.h endian.h fcntl.h fnmatch.h getopt.h glob.h langinfo.h
    libgen.h poll.h pthread.h pwd.h grp.h regex.h sched.h semaphore.h spawn.h strings.h
    termios.h unistd.h
    sys/file.h sys/ioctl.h sys/mman.h sys/random.h sys/resource.h sys/stat.h
    sys/statvfs.h sys/sysinfo.h sys/time.h sys/types.h sys/uio.h sys/wait.h sys/xattr.h
    linux/fs.h linux/limits.h
""".split())

TOP_LEVEL = ["meson.build", "meson_options.txt", "README.md", "LICENSE", "CHANGELOG.md",
             "include", "src", "tests", "examples", "schemas", ".ci"]

# Lines of a file by kind: (reported from, refused from).
FILE_LINES = {
    "source": (500, 700),
    "internal header": (120, 120),
    "public header": (450, 450),
    "test": (400, 400),
}
FUNCTION_LINES = (60, 100)
LINE_WIDTH = (90, 100)
PARAMETERS = 6

# Calls that nothing in src/ makes, and calls that only the command line makes.
FORBIDDEN = ["sprintf", "vsprintf", "strcpy", "strcat", "gets", "atoi", "atol", "strtok"]
CLI_ONLY = ["printf", "vprintf", "fprintf", "vfprintf", "puts", "putchar", "perror",
            "exit", "_exit", "abort"]
