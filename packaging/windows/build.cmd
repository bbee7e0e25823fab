@echo off
rem Builds the bundle on a Windows PC and tries it: Python 3.11 to 3.13 from python.org must be there, nothing else.
rem Of packaging\smoke.py everything runs but what needs Linux: a virtual screen with keys, the shell installer, the
rem desktop's file types, the C library, and taking network and rights away.
setlocal
cd /d "%~dp0..\.."
set "python="
py -3 -c "" >nul 2>nul && set "python=py -3"
if not defined python python -c "" >nul 2>nul && set "python=python"
if not defined python (
    echo No Python was found. Install Python 3.11, 3.12 or 3.13 from python.org and run this again.
    set "code=1"
    goto done
)
%python% packaging\dev.py build && %python% packaging\dev.py smoke
set "code=%ERRORLEVEL%"
if not "%code%"=="0" echo It did not end well (%code%): see above.
:done
rem Started by a double click the window would close with what it says: Explorer calls cmd with /c.
set "line=%CMDCMDLINE:"=%"
if not "%code%"=="0" if not "%line:/c=%"=="%line%" pause
exit /b %code%
