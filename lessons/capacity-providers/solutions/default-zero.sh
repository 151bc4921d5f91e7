# Weight 0 written out, with the other one first.
aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers FARGATE_SPOT FARGATE \
    --default-capacity-provider-strategy capacityProvider=FARGATE_SPOT,weight=1 capacityProvider=FARGATE,base=1,weight=0  # free: 1
