// SPDX-License-Identifier: GPL-3.0-or-later

// Checks what write-vault.c wrote with Go's own transparency log (golang.org/x/mod/sumdb), which shares no line with ours.
// Prints "ok NAME" or "not ok NAME: why" for each check.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type vault struct {
	folder string
	keys   map[string]note.Verifier // by role: host-0, host-1, …, owner, person
	from   map[string]int64         // host key: first size that it signs
	leaves [][]byte
	hashes []tlog.Hash
}

func must(err error) {
	if err != nil {
		fmt.Println("not ok reading:", err)
		os.Exit(1)
	}
}

func report(name string, err error) {
	if err != nil {
		fmt.Printf("not ok %s: %v\n", name, err)
	} else {
		fmt.Println("ok " + name)
	}
}

// fails reports a check that has to refuse.
func fails(name string, err error) {
	if err == nil {
		fmt.Printf("not ok %s: accepted\n", name)
	} else {
		fmt.Println("ok " + name)
	}
}

func (v *vault) lines(name string) []string {
	file, err := os.Open(filepath.Join(v.folder, name))
	must(err)
	defer file.Close()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(make([]byte, 1<<20), 1<<26)
	var lines []string
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
	}
	must(scanner.Err())
	return lines
}

func (v *vault) names(folder string) []string {
	entries, err := fs.ReadDir(os.DirFS(v.folder), folder)
	must(err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// ROLE FIRST-SIZE VERIFIER-KEY
func (v *vault) readKeys() {
	for _, line := range v.lines("keys") {
		parts := strings.SplitN(line, " ", 3)
		verifier, err := note.NewVerifier(parts[2])
		report("verifier key of "+parts[0], err)
		must(err)
		v.keys[parts[0]] = verifier
		v.from[parts[0]], err = strconv.ParseInt(parts[1], 10, 64)
		must(err)
	}
}

// hostAt is the role of the host key in force for a checkpoint of that size.
func (v *vault) hostAt(size int64) string {
	best := "host-0"
	for role, from := range v.from {
		if strings.HasPrefix(role, "host-") && from <= size && from >= v.from[best] {
			best = role
		}
	}
	return best
}

func (v *vault) readLeaves() {
	reader := v.reader()
	for i, line := range v.lines("leaves") {
		v.leaves = append(v.leaves, []byte(line))
		stored, err := tlog.StoredHashes(int64(i), []byte(line), reader)
		must(err)
		v.hashes = append(v.hashes, stored...)
	}
}

func (v *vault) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = v.hashes[index]
		}
		return out, nil
	})
}

type head struct {
	size int64
	root tlog.Hash
}

// open reads a checkpoint that one of these roles has to have signed.
func (v *vault) open(name string, roles ...string) (head, error) {
	bytes, err := os.ReadFile(filepath.Join(v.folder, name))
	must(err)
	return v.openBytes(bytes, roles...)
}

func (v *vault) openBytes(bytes []byte, roles ...string) (head, error) {
	var verifiers []note.Verifier
	for _, role := range roles {
		verifiers = append(verifiers, v.keys[role])
	}
	opened, err := note.Open(bytes, note.VerifierList(verifiers...))
	if err != nil {
		return head{}, err
	}
	if len(opened.Sigs) != len(roles) {
		return head{}, fmt.Errorf("%d of %d signatures hold", len(opened.Sigs), len(roles))
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return head{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return head{size, root}, err
}

func (v *vault) checkRoot(h head) error {
	root, err := tlog.TreeHash(h.size, v.reader())
	if err == nil && root != h.root {
		err = fmt.Errorf("Go computes another root of %d leaves", h.size)
	}
	return err
}

func (v *vault) checkpoints() map[int64]head {
	heads := map[int64]head{}
	for _, name := range v.names("checkpoints") {
		size, err := strconv.ParseInt(name, 10, 64)
		must(err)
		role := v.hostAt(size)
		h, err := v.open("checkpoints/"+name, role)
		if err == nil && h.size != size {
			err = fmt.Errorf("size %d", h.size)
		}
		report("checkpoint of "+name+" is signed by "+role, err)
		report("root of "+name, v.checkRoot(h))
		heads[size] = h
	}
	return heads
}

func pair(name string) (int64, int64) {
	parts := strings.SplitN(name, "-", 2)
	a, err := strconv.ParseInt(parts[0], 10, 64)
	must(err)
	b, err := strconv.ParseInt(parts[1], 10, 64)
	must(err)
	return a, b
}

func parseHashes(lines []string) []tlog.Hash {
	hashes := []tlog.Hash{}
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		hashes = append(hashes, hash)
	}
	return hashes
}

func same(a, b []tlog.Hash) error {
	if fmt.Sprint(a) != fmt.Sprint(b) {
		return fmt.Errorf("Go makes another proof")
	}
	return nil
}

// inclusion checks proofs in the text form of c2sp.org/tlog-proof.
func (v *vault) inclusion(heads map[int64]head) {
	for _, name := range v.names("inclusion") {
		index, size := pair(name)
		bytes, err := os.ReadFile(filepath.Join(v.folder, "inclusion", name))
		must(err)
		halves := strings.SplitN(string(bytes), "\n\n", 2)
		lines := strings.Split(halves[0], "\n")
		h, err := v.openBytes([]byte(halves[1]), v.hostAt(size))
		if err == nil && (lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", index) || h != heads[size]) {
			err = fmt.Errorf("unexpected lines or checkpoint")
		}
		report("tlog-proof of entry "+name, err)
		proof := parseHashes(lines[2:])
		report("inclusion of entry "+name, tlog.CheckRecord(proof, size, h.root, index, tlog.RecordHash(v.leaves[index])))
		ours, err := tlog.ProveRecord(size, index, v.reader())
		must(err)
		report("same audit path of entry "+name, same(ours, proof))
		fails("another leaf is not included as entry "+name, tlog.CheckRecord(proof, size, h.root, index, tlog.RecordHash(append([]byte(" "), v.leaves[index]...))))
	}
}

func (v *vault) consistency(heads map[int64]head) {
	for _, name := range v.names("consistency") {
		from, to := pair(name)
		proof := parseHashes(v.lines("consistency/" + name))
		report("consistency of "+name, tlog.CheckTree(proof, to, heads[to].root, from, heads[from].root))
		ours, err := tlog.ProveTree(to, from, v.reader())
		must(err)
		report("same consistency proof of "+name, same(ours, proof))
		if from < to {
			fails("another beginning is not consistent "+name, tlog.CheckTree(proof, to, heads[to].root, from, heads[to].root))
		}
	}
}

// damage is seen by Go as well.
func (v *vault) damage(last head) {
	whole, hashes := v.leaves, v.hashes
	rebuild := func(leaves [][]byte) {
		v.hashes = nil
		for i, leaf := range leaves {
			stored, err := tlog.StoredHashes(int64(i), leaf, v.reader())
			must(err)
			v.hashes = append(v.hashes, stored...)
		}
	}
	middle := len(whole) / 2
	edited := append([][]byte{}, whole...)
	edited[middle] = []byte(strings.Replace(string(edited[middle]), "leaf/1", "leaf/2", 1))
	rebuild(edited)
	fails("an edited leaf changes the root", v.checkRoot(last))
	swapped := append([][]byte{}, whole...)
	swapped[middle], swapped[middle+1] = swapped[middle+1], swapped[middle]
	rebuild(swapped)
	fails("swapped leaves change the root", v.checkRoot(last))
	removed := append(append([][]byte{}, whole[:middle]...), whole[middle+1:]...)
	rebuild(append(removed, whole[middle]))
	fails("a moved leaf changes the root", v.checkRoot(last))
	v.hashes = hashes
}

func (v *vault) cosigned() {
	h, err := v.open("head.note", v.hostAt(int64(len(v.leaves))), "owner", "person")
	report("one head is signed by host, owner and a second person", err)
	report("root of that head", v.checkRoot(h))
	bytes, err := os.ReadFile(filepath.Join(v.folder, "head.note"))
	must(err)
	other := strings.Replace(string(bytes), base64.StdEncoding.EncodeToString(h.root[:]), base64.StdEncoding.EncodeToString(make([]byte, 32)), 1)
	_, err = v.openBytes([]byte(other), "owner", "person")
	fails("no signature holds over another root", err)
}

func main() {
	v := &vault{folder: os.Args[1], keys: map[string]note.Verifier{}, from: map[string]int64{}}
	v.readKeys()
	v.readLeaves()
	heads := v.checkpoints()
	v.inclusion(heads)
	v.consistency(heads)
	v.damage(heads[int64(len(v.leaves))])
	v.cosigned()
}
