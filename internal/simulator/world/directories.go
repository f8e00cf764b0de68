// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// AllDirectories stands for every directory in the paths of reads and searches.
// Atlassian does not document it for writes.
const AllDirectories = "-"

// directoryState are the directories of an organization. There is always one.
type directoryState struct {
	Directories []Directory
}

var directoryPart = part{
	seed:     (*State).seedDirectories,
	describe: func(s *State, org *Organization) { org.Directories = slices.Clone(s.Directories) },
}

func (s *State) seedDirectories(org Organization) error {
	directories := slices.Clone(org.Directories)
	if len(directories) == 0 {
		directories = []Directory{{Name: s.Name}}
	}

	seen := map[string]bool{}

	for i, directory := range directories {
		directory.ID = cmp.Or(directory.ID, Derive(s.ID, "directory", strings.ToLower(directory.Name)))
		if directory.Name == "" {
			return fmt.Errorf("directories[%d]: name is missing", i)
		}

		if seen[directory.ID] || seen[strings.ToLower(directory.Name)] {
			return fmt.Errorf("directories[%d]: there are two directories %q; names and IDs must differ", i, directory.Name)
		}

		seen[directory.ID], seen[strings.ToLower(directory.Name)] = true, true
		s.Directories = append(s.Directories, directory)
	}

	return nil
}

// directory finds a directory by ID or name; an empty reference is the first one.
func (s *State) directory(reference string) (Directory, bool) {
	if reference == "" {
		return s.Directories[0], true
	}

	for _, directory := range s.Directories {
		if directory.ID == reference || strings.EqualFold(directory.Name, reference) {
			return directory, true
		}
	}

	return Directory{}, false
}
