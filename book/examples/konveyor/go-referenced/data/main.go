package main

import (
	"fmt"
	"os"
)

func main() {
	f, err := os.CreateTemp("", "shop")
	if err != nil {
		fmt.Println("os.CreateTemp failed")
		return
	}
	defer f.Close()
}
