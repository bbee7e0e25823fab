# 安装到当前用户，不需要管理员权限；加 -Remove 卸载。年报文件、备份和设置都不动。
# Installs for this user; no administrator is needed. -Remove takes the program away again.
param([switch]$Remove)
$ErrorActionPreference = 'Stop'
$name = 'gongkai-nianbao'
$target = Join-Path $env:LOCALAPPDATA "Programs\$name"
$menu = Join-Path ([Environment]::GetFolderPath('Programs')) '公开年报.lnk'
$desktop = Join-Path ([Environment]::GetFolderPath('Desktop')) '公开年报.lnk'
$classes = 'HKCU:\Software\Classes'
$uninstall = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\$name"

if (Get-Process -Name $name -ErrorAction SilentlyContinue) {
    Write-Host '程序正在运行，请先关闭它，再运行一次。'
    exit 1
}
if ($Remove) {
    Remove-Item $menu, $desktop -ErrorAction SilentlyContinue
    Remove-Item "$classes\.gknb", "$classes\$name", $uninstall -Recurse -ErrorAction SilentlyContinue
    Remove-Item $target -Recurse -Force -ErrorAction SilentlyContinue
    Write-Host '已卸载。年报文件、备份和设置没有动。'
    exit 0
}
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
if (-not (Test-Path (Join-Path $here "$name.exe"))) {
    Write-Host '没有找到程序文件，请把压缩包完整解开后再安装。'
    exit 1
}
if ($here -ne $target) {
    # 先完整复制到旁边，再换上去：中断也不会留下半个程序。
    Remove-Item "$target.new", "$target.old" -Recurse -Force -ErrorAction SilentlyContinue
    New-Item -ItemType Directory -Force (Split-Path $target) | Out-Null
    Copy-Item $here "$target.new" -Recurse
    if (Test-Path $target) { Rename-Item $target "$target.old" }
    Rename-Item "$target.new" $target
    Remove-Item "$target.old" -Recurse -Force -ErrorAction SilentlyContinue
}
$program = Join-Path $target "$name.exe"
$shell = New-Object -ComObject WScript.Shell
foreach ($link in $menu, $desktop) {
    $shortcut = $shell.CreateShortcut($link)
    $shortcut.TargetPath = $program
    $shortcut.WorkingDirectory = [Environment]::GetFolderPath('MyDocuments')
    $shortcut.Save()
}
New-Item -Force "$classes\.gknb" -Value $name | Out-Null
New-Item -Force "$classes\$name" -Value '公开年报文件' | Out-Null
New-Item -Force "$classes\$name\DefaultIcon" -Value "$program,0" | Out-Null
New-Item -Force "$classes\$name\shell\open\command" -Value "`"$program`" `"%1`"" | Out-Null
New-Item -Force $uninstall | Out-Null
Set-ItemProperty $uninstall DisplayName '公开年报'
Set-ItemProperty $uninstall DisplayIcon $program
Set-ItemProperty $uninstall UninstallString "`"$(Join-Path $target 'uninstall.cmd')`""
Set-ItemProperty $uninstall NoModify 1 -Type DWord
Set-ItemProperty $uninstall NoRepair 1 -Type DWord
Write-Host "已安装到：$target"
Write-Host '在开始菜单或桌面上找“公开年报”，或双击扩展名为 .gknb 的文件。'
