@echo off
rem For this user only; no administrator is needed. The work is done by install.ps1 beside this file.
chcp 65001 >nul
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1" %*
if errorlevel 1 (
    echo.
    echo 安装没有完成，原因见上。
)
pause
