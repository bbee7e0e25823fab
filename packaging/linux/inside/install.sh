#!/bin/sh
# 安装到当前用户，不需要管理员权限。Installs for this user; no administrator is needed.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
target=$data/gongkai-nianbao-app
bin=$HOME/.local/bin
name=gongkai-nianbao

if [ ! -x "$here/$name" ]; then
    echo "没有找到程序文件，请把压缩包完整解开后再运行 install.sh。" >&2
    exit 1
fi
# 程序包可能放在只读的地方（光盘、共享文件夹），复制来的也就只读；不先改过来，以后删不掉。
take_away() {
    for folder in "$@"; do
        if [ -d "$folder" ] && [ ! -L "$folder" ]; then chmod -R u+rwX "$folder"; fi
        rm -rf "$folder"
    done
}
mkdir -p "$data/applications" "$data/mime/packages" "$data/icons/hicolor/256x256/apps" \
    "$data/icons/hicolor/48x48/apps" "$bin"
# 只看装好的那一份：换掉或删掉正在运行的程序，它就缺了还没有读进来的部分。
for running in /proc/[0-9]*/exe; do
    case $(readlink "$running" 2>/dev/null || true) in
    "$(readlink -f "$data")/gongkai-nianbao-app/"*)
        echo "程序正在运行，请先关闭它，再运行一次。" >&2
        exit 1
        ;;
    esac
done
if [ "$here" != "$target" ]; then
    # 先完整复制到旁边，再换上去：中断也不会留下半个程序。
    take_away "$target.new" "$target.old"
    cp -R "$here" "$target.new"
    chmod -R u+w "$target.new"
    if ! said=$("$target.new/$name" --help 2>&1); then
        take_away "$target.new"
        echo "$said" >&2
        echo "程序在这台电脑上起不来，多半是系统太旧，没有安装。要求和别的办法见文件夹里的“使用手册.pdf”。" >&2
        exit 1
    fi
    if [ -d "$target" ]; then mv "$target" "$target.old"; fi
    mv "$target.new" "$target"
    take_away "$target.old"
fi
for size in 48 256; do
    cp "$target/_internal/resources/icons/app-$size.png" "$data/icons/hicolor/${size}x$size/apps/$name.png"
done
ln -sf "$target/$name" "$bin/$name"
cp "$target/gongkai-nianbao-mime.xml" "$data/mime/packages/$name.xml"
# In a desktop entry a path is quoted, and four signs in it are escaped.
quoted=$(printf '%s' "$target/$name" | sed -e 's/[\\"`$]/\\&/g' -e 's/%/%%/g')
sed -e '/^Exec=/d' "$target/gongkai-nianbao.desktop" > "$data/applications/$name.desktop.new"
printf 'Exec="%s" %%f\n' "$(printf '%s' "$quoted" | sed 's/\\/\\\\/g')" >> "$data/applications/$name.desktop.new"
mv "$data/applications/$name.desktop.new" "$data/applications/$name.desktop"
if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$data/mime" >/dev/null 2>&1 || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database "$data/applications" >/dev/null 2>&1 || true; fi
echo "已安装到：$target"
echo "在应用菜单里找“公开年报”，或双击扩展名为 .gknb 的文件。"
