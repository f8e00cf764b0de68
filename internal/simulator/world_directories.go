// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// allDirectories stands for every directory in the paths of reads and
// searches. For writes Atlassian does not document it.
const allDirectories = "-"

// directoryState are the directories of an organization. There is always one.
type directoryState struct {
	directories []Directory
}

var directoryPart = part{
	seed:     (*state).seedDirectories,
	describe: func(s *state, org *Organization) { org.Directories = slices.Clone(s.directories) },
}

func (s *state) seedDirectories(org Organization) error {
	directories := slices.Clone(org.Directories)
	if len(directories) == 0 {
		directories = []Directory{{Name: s.name}}
	}

	seen := map[string]bool{}

	for i, directory := range directories {
		directory.ID = cmp.Or(directory.ID, derive(s.id, "directory", strings.ToLower(directory.Name)))
		if directory.Name == "" {
			return fmt.Errorf("directories[%d]: name is missing", i)
		}

		if seen[directory.ID] || seen[strings.ToLower(directory.Name)] {
			return fmt.Errorf("directories[%d]: there are two directories %q; names and IDs must differ", i, directory.Name)
		}

		seen[directory.ID], seen[strings.ToLower(directory.Name)] = true, true
		s.directories = append(s.directories, directory)
	}

	return nil
}

// directory finds a directory by ID or name; an empty reference is the first one.
func (s *state) directory(reference string) (Directory, bool) {
	if reference == "" {
		return s.directories[0], true
	}

	for _, directory := range s.directories {
		if directory.ID == reference || strings.EqualFold(directory.Name, reference) {
			return directory, true
		}
	}

	return Directory{}, false
}
