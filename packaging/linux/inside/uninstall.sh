#!/bin/sh
# 卸载程序；年报文件、备份和设置都留着。Removes the program; reports, backups and settings stay.
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
name=gongkai-nianbao
# 只看装好的那一份：换掉或删掉正在运行的程序，它就缺了还没有读进来的部分。
for running in /proc/[0-9]*/exe; do
    case $(readlink "$running" 2>/dev/null || true) in
    "$(readlink -f "$data")/gongkai-nianbao-app/"*)
        echo "程序正在运行，请先关闭它，再运行一次。" >&2
        exit 1
        ;;
    esac
done
for folder in "$data/$name-app" "$data/$name-app.new" "$data/$name-app.old"; do
    if [ -d "$folder" ] && [ ! -L "$folder" ]; then chmod -R u+rwX "$folder"; fi
    rm -rf "$folder"
done
rm -f "$data/applications/$name.desktop" "$data/mime/packages/$name.xml" "$HOME/.local/bin/$name"
rm -f "$data/icons/hicolor/48x48/apps/$name.png" "$data/icons/hicolor/256x256/apps/$name.png"
if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$data/mime" >/dev/null 2>&1 || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database "$data/applications" >/dev/null 2>&1 || true; fi
echo "已卸载。年报文件、备份和设置没有动。"
