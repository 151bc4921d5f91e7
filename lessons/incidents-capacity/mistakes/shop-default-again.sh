aws ecs put-cluster-capacity-providers --cluster lab --capacity-providers FARGATE FARGATE_SPOT \
    --default-capacity-provider-strategy capacityProvider=FARGATE,base=6,weight=1 capacityProvider=FARGATE_SPOT,weight=1
