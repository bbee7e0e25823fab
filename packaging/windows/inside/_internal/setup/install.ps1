# 安装到当前用户，不需要管理员权限；加 -Remove 卸载。年报文件、备份和设置都不动。
# Installs for this user; no administrator is needed. -Remove takes the program away again.
# Windows PowerShell 5.1. Paths are taken literally: a folder may be called 公开年报[1].
param([switch]$Remove)
$ErrorActionPreference = 'Stop'
$name = 'gongkai-nianbao'
$target = Join-Path $env:LOCALAPPDATA "Programs\$name"
$menu = Join-Path ([Environment]::GetFolderPath('Programs')) '公开年报.lnk'
$desktop = Join-Path ([Environment]::GetFolderPath('Desktop')) '公开年报.lnk'
$classes = 'HKCU:\Software\Classes'
$uninstall = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\$name"

function Test-Running {
    # 只看装好的那一份：从别的文件夹直接打开的、别人登录后打开的，都不妨碍。
    $own = @(Get-Process -Name $name, "$name-cli" -ErrorAction SilentlyContinue | Where-Object {
        $_.Path -and $_.Path.StartsWith("$target\", [StringComparison]::OrdinalIgnoreCase)
    })
    return $own.Count -gt 0
}

function Remove-Folder([string]$folder) {
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
}

function New-Shortcut([string]$link, [string]$program) {
    # WScript.Shell 只认本机代码页里的字：先用英文名存好，再改名。
    $plain = Join-Path ([IO.Path]::GetDirectoryName($link)) "$name.lnk"
    $shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut($plain)
    $shortcut.TargetPath = $program
    $shortcut.WorkingDirectory = [Environment]::GetFolderPath('MyDocuments')
    $shortcut.Save()
    if (Test-Path -LiteralPath $link) { Remove-Item -LiteralPath $link -Force }
    Rename-Item -LiteralPath $plain -NewName ([IO.Path]::GetFileName($link))
}

function Copy-Program([string]$here) {
    # 先完整复制到旁边，再换上去：中断也不会留下半个程序，换不上就把原来的放回去。
    Remove-Folder "$target.new"
    Remove-Folder "$target.old"
    New-Item -ItemType Directory -Force -Path ([IO.Path]::GetDirectoryName($target)) | Out-Null
    Copy-Item -LiteralPath $here -Destination "$target.new" -Recurse
    $had = Test-Path -LiteralPath $target
    if ($had) { Rename-Item -LiteralPath $target -NewName "$name.old" }
    try {
        Rename-Item -LiteralPath "$target.new" -NewName $name
    } catch {
        if ($had) { Rename-Item -LiteralPath "$target.old" -NewName $name }
        throw
    }
    Remove-Item -LiteralPath "$target.old" -Recurse -Force -ErrorAction SilentlyContinue
}

function Set-Default([string]$key, [string]$value) {
    New-Item -Force -Path $key -Value $value | Out-Null
}

try {
    if (Test-Running) {
        Write-Host '程序正在运行，请先关闭它，再运行一次。'
        exit 1
    }
    if ($Remove) {
        foreach ($gone in $menu, $desktop, "$classes\.gknb", "$classes\$name", $uninstall, $target) {
            Remove-Folder $gone
        }
        Write-Host '已卸载。年报文件、备份和设置没有动。'
        exit 0
    }
    $here = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName($PSScriptRoot))  # _internal\setup
    if (-not (Test-Path -LiteralPath (Join-Path $here "$name.exe"))) {
        Write-Host '没有找到程序文件，请把压缩包完整解开后再安装。'
        exit 1
    }
    if ($here -ne $target) { Copy-Program $here }
    $program = Join-Path $target "$name.exe"
    Set-Default "$classes\.gknb" $name
    Set-Default "$classes\$name" '公开年报文件'
    Set-Default "$classes\$name\DefaultIcon" "$program,0"
    Set-Default "$classes\$name\shell\open\command" "`"$program`" `"%1`""
    Set-Default $uninstall ''
    Set-ItemProperty -LiteralPath $uninstall -Name DisplayName -Value '公开年报'
    Set-ItemProperty -LiteralPath $uninstall -Name DisplayIcon -Value $program
    $about = [Diagnostics.FileVersionInfo]::GetVersionInfo($program)
    Set-ItemProperty -LiteralPath $uninstall -Name DisplayVersion -Value ([string]$about.ProductVersion)
    Set-ItemProperty -LiteralPath $uninstall -Name Publisher -Value ([string]$about.CompanyName)
    Set-ItemProperty -LiteralPath $uninstall -Name InstallLocation -Value $target
    Set-ItemProperty -LiteralPath $uninstall -Name UninstallString -Value "`"$target\卸载.cmd`""
    Set-ItemProperty -LiteralPath $uninstall -Name NoModify -Value 1 -Type DWord
    Set-ItemProperty -LiteralPath $uninstall -Name NoRepair -Value 1 -Type DWord
    foreach ($link in $menu, $desktop) {
        try {
            New-Shortcut $link $program
        } catch {
            Write-Host "快捷方式没有建成：$link"
        }
    }
    Write-Host "已安装到：$target"
    Write-Host '在开始菜单或桌面上找“公开年报”，或双击扩展名为 .gknb 的文件。'
} catch {
    Write-Host "没有完成：$($_.Exception.Message)"
    exit 1
}
