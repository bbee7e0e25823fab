@echo off
rem Builds the bundle on a Windows PC: Python 3.11 to 3.13 from python.org must be there. Nothing else is asked for.
setlocal
cd /d "%~dp0..\.."
where py >nul 2>nul && (py -3 packaging\dev.py build & goto done)
where python >nul 2>nul && (python packaging\dev.py build & goto done)
echo No Python was found. Install Python 3.11, 3.12 or 3.13 from python.org and run this again.
exit /b 1
:done
exit /b %ERRORLEVEL%
