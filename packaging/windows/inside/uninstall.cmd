@echo off
chcp 65001 >nul
copy /y "%~dp0install.ps1" "%TEMP%\gongkai-nianbao-uninstall.ps1" >nul
cd /d "%TEMP%"
powershell -NoProfile -ExecutionPolicy Bypass -File "%TEMP%\gongkai-nianbao-uninstall.ps1" -Remove
pause
