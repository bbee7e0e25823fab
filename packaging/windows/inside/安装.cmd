@echo off
rem For this user only; no administrator is needed. The work, and every word, is in install.ps1:
rem nothing but ASCII stands here, so that no code page can spoil it.
chcp 65001 >nul
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0_internal\setup\install.ps1" %*
pause
