@echo off
rem Builds what is missing, then runs the command line. Windows' counterpart of the script nec4j, with the same variables:
rem
rem   JAVA_HOME        the Java to use, 17 or newer (else the java on the path)
rem   NEC4J_HEAP       Java heap, such as 8g (default: a quarter of the memory)
rem   NEC4J_OFFHEAP    memory for arrays, such as 8g (default: that of the library, twice the heap)
rem   NEC4J_JAVA_OPTS  further options of the Java virtual machine
rem
rem The first use builds; after a change of the sources, delete trainer\cli\target\lib to build again.
rem Tried with Wine's cmd, Java replaced by a program that prints what it is given; nobody of the project has run it on Windows.
setlocal EnableExtensions DisableDelayedExpansion

set "NEC4J_ROOT=%~dp0"
set "NEC4J_ROOT=%NEC4J_ROOT:~0,-1%"
set "NEC4J_LIB=%NEC4J_ROOT%\trainer\cli\target\lib"

if defined JAVA_HOME (
    set "NEC4J_JAVA=%JAVA_HOME%\bin\java.exe"
) else (
    set "NEC4J_JAVA=java.exe"
)
"%NEC4J_JAVA%" -version >nul 2>&1
if errorlevel 1 goto no_java

if exist "%NEC4J_LIB%\.built" goto run
>&2 echo nec4j: building (on first use; libraries are downloaded once) ...
pushd "%NEC4J_ROOT%"
call mvnw.cmd -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl trainer/cli -am package 1>&2
if errorlevel 1 goto not_built
popd
>"%NEC4J_LIB%\.built" echo built

:run
set "NEC4J_OPTIONS="
if defined NEC4J_HEAP set "NEC4J_OPTIONS=%NEC4J_OPTIONS% -Xmx%NEC4J_HEAP%"
if defined NEC4J_OFFHEAP set "NEC4J_OPTIONS=%NEC4J_OPTIONS% -Dorg.bytedeco.javacpp.maxbytes=%NEC4J_OFFHEAP%"

"%NEC4J_JAVA%" -Dnec4j.command=nec4j "-Dnec4j.home=%NEC4J_ROOT%" -Dorg.bytedeco.javacpp.platform.extension=-avx2 --add-modules=jdk.incubator.vector %NEC4J_OPTIONS% %NEC4J_JAVA_OPTS% -cp "%NEC4J_LIB%\*" org.nec4j.cli.Main %*
exit /b %ERRORLEVEL%

:no_java
>&2 echo nec4j: finds no Java; install a JDK of version 17 or newer, or set JAVA_HOME to one.
exit /b 2

:not_built
popd
>&2 echo nec4j: the build failed; what Maven told stands above.
exit /b 2
