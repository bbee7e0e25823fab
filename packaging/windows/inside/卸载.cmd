@echo off
chcp 65001 >nul
copy /y "%~dp0_internal\setup\install.ps1" "%TEMP%\gongkai-nianbao-uninstall.ps1" >nul
cd /d "%TEMP%"
rem This very file is removed while it runs: cmd reads a block whole before it begins, and needs no next line.
(
    powershell -NoProfile -ExecutionPolicy Bypass -File "%TEMP%\gongkai-nianbao-uninstall.ps1" -Remove
    pause
    exit /b
)
