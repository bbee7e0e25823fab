#!/bin/sh
# 卸载程序；年报文件、备份和设置都留着。Removes the program; reports, backups and settings stay.
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
name=gongkai-nianbao
for folder in "$data/$name-app" "$data/$name-app.new" "$data/$name-app.old"; do
    if [ -d "$folder" ] && [ ! -L "$folder" ]; then chmod -R u+rwX "$folder"; fi
    rm -rf "$folder"
done
rm -f "$data/applications/$name.desktop" "$data/mime/packages/$name.xml" "$HOME/.local/bin/$name"
rm -f "$data/icons/hicolor/48x48/apps/$name.png" "$data/icons/hicolor/256x256/apps/$name.png"
if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$data/mime" >/dev/null 2>&1 || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database "$data/applications" >/dev/null 2>&1 || true; fi
echo "已卸载。年报文件、备份和设置没有动。"
