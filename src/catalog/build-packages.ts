/** Packages that are there to compile: compilers, build systems, kits and headers. Names as apt, apk, dnf, zypper and pacman spell them. */
const BUILD_PACKAGES = words(
  "build-essential build-base alpine-sdk base-devel binutils-dev gcc g++ gcc-c++ gfortran gcc-gfortran gcc-objc gccgo gccgo-go clang llvm tcc " +
    "make gmake cmake cmake3 extra-cmake-modules autoconf automake libtool bison flex byacc nasm yasm ninja ninja-build meson scons bazel ccache gyp premake " +
    "dpkg-dev debhelper devscripts equivs fakeroot checkinstall rpm-build rpmdevtools abuild " +
    "go golang rust rustc cargo rustup ghc cabal cabal-install haskell-stack haskell-platform stack ocaml opam nim zig crystal shards ldc dmd dub fpc " +
    "default-jdk default-jdk-headless jdk maven maven3 gradle ant apache-ant sbt leiningen kotlin scala mono-devel mono-complete mono-mcs nuget msbuild " +
    "linux-headers kernel-headers kernel-devel @development-tools @development @c-development swift-lang node-gyp node-typescript typescript",
);

const PATTERNS = [
  // Headers and static libraries.
  /-(?:dev|devel)$/,
  /^(?:gcc|g\+\+|clang|llvm|gfortran|cpp)-?\d+(?:[.-]\d+)*$/,
  /^(?:gcc|g\+\+)-(?:multilib|arm|aarch64|x86|mingw|toolset)[\w-]*/,
  /^(?:devtoolset|gcc-toolset)-\d+/,
  /^golang(?:-\d|-go|-bin|-src)/,
  /^(?:rust|rustc|cargo)-\d/,
  /-jdk(?:-headless|-jmods)?$/,
  // Alpine's openjdk17 is the whole kit, openjdk17-jre is not.
  /^openjdk\d+$/,
  /^(?:dotnet-sdk|dotnet\d+-sdk)/,
  /^linux-headers-/,
  /^oracle-java\d+-installer$/,
];

/** Whether a system package is there to build software with. */
export function isBuildPackage(name: string): boolean {
  const lower = name.toLowerCase();
  if (BUILD_PACKAGES.has(lower) || /^@?development[ -]tools$/.test(lower)) return true;
  // The variable of the official PHP images: gcc, make, autoconf and headers.
  if (/^\$\{?PHPIZE_DEPS\b/.test(name)) return true;
  return PATTERNS.some((pattern) => pattern.test(lower));
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
