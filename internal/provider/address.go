// SPDX-License-Identifier: MPL-2.0

package provider

// Address is the provider's source address. make has the only other copy.
const Address = "registry.terraform.io/orgsec/atlassian"
